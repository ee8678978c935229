// Checks Kubernetes objects against a CustomResourceDefinition, with the code that an API server has for it:
//
//	crd-check -crd definition.yaml object.yaml ...
//	crd-check -crd definition.yaml -instrumentation-of values.yaml
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

func main() {
	definition := flag.String("crd", "", "the file of the CustomResourceDefinition")
	values := flag.String("instrumentation-of", "", "values of the chart opentelemetry-kube-stack")
	flag.Parse()
	err := run(*definition, *values, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(definition, values string, objects []string) error {
	var crd apiextensionsv1.CustomResourceDefinition
	if err := readYAML(definition, &crd); err != nil {
		return err
	}
	var problems []error
	for _, file := range objects {
		var object map[string]any
		if err := readYAML(file, &object); err != nil {
			return err
		}
		problems = append(problems, check(crd, file, object)...)
	}
	if values != "" {
		object, err := instrumentationOf(values)
		if err != nil {
			return err
		}
		problems = append(problems, check(crd, values, object)...)
	}
	return errors.Join(problems...)
}

// check returns all that is wrong with an object: fields that the API server would drop, values that it
// would refuse, and rules that do not hold.
func check(crd apiextensionsv1.CustomResourceDefinition, file string, object map[string]any) []error {
	schema, err := schemaFor(crd, object)
	if err != nil {
		return []error{fmt.Errorf("%s: %w", file, err)}
	}
	structural, err := structuralschema.NewStructural(schema)
	if err != nil {
		return []error{err}
	}
	validator, _, err := validation.NewSchemaValidator(schema)
	if err != nil {
		return []error{err}
	}
	var problems []error
	for _, each := range validation.ValidateCustomResource(nil, object, validator) {
		problems = append(problems, fmt.Errorf("%s: %w", file, each))
	}
	if rules := cel.NewValidator(structural, true, celconfig.PerCallLimit); rules != nil {
		found, _ := rules.Validate(context.Background(), nil, structural, object, nil, celconfig.RuntimeCELCostBudget)
		for _, each := range found {
			problems = append(problems, fmt.Errorf("%s: %w", file, each))
		}
	}
	// Last, for it takes them out of the object.
	track := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object, structural, true, track) {
		problems = append(problems, fmt.Errorf("%s: unknown field %q", file, path))
	}
	return problems
}

// schemaFor finds the schema of the object's version, in the form that the API server works with.
func schemaFor(crd apiextensionsv1.CustomResourceDefinition, object map[string]any) (*apiextensions.JSONSchemaProps, error) {
	for _, version := range crd.Spec.Versions {
		wanted := crd.Spec.Group + "/" + version.Name
		if object["apiVersion"] != wanted || object["kind"] != crd.Spec.Names.Kind {
			continue
		}
		var internal apiextensions.CustomResourceValidation
		err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil)
		return internal.OpenAPIV3Schema, err
	}
	return nil, fmt.Errorf("%v %v is not what %s defines", object["apiVersion"], object["kind"], crd.Name)
}

// instrumentationOf makes the object that the chart makes: its template copies these values into the spec.
func instrumentationOf(file string) (map[string]any, error) {
	var values map[string]any
	if err := readYAML(file, &values); err != nil {
		return nil, err
	}
	spec, _ := values["instrumentation"].(map[string]any)
	if spec["enabled"] != true {
		return nil, fmt.Errorf("%s: the chart makes no Instrumentation unless it is enabled", file)
	}
	for _, notInSpec := range []string{"enabled", "labels", "annotations"} {
		delete(spec, notInSpec)
	}
	return map[string]any{
		"apiVersion": "opentelemetry.io/v1alpha1",
		"kind":       "Instrumentation",
		"metadata":   map[string]any{"name": "of-chart"},
		"spec":       spec,
	}, nil
}

// readYAML also refuses a key that stands twice.
func readYAML(file string, target any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalStrict(text, target); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
