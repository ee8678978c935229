// Checks a dashboard against Grafana's own schema, strictly: unknown fields, missing ones, and those of another
// type, down to the options of each panel and the queries in it.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	// Panels and data sources are plugins: without them their options would be taken as they are.
	plugins.RegisterDefaultPlugins()
	var board dashboard.Dashboard
	// A list of no errors is an error to Go: only one that says something is.
	if err := board.UnmarshalJSONStrict(raw); err != nil && err.Error() != "" {
		return err
	}
	return board.Validate()
}
