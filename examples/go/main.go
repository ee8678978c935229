// A worker in Go that puts its spans into a session of which it knows the id, and nothing else.
package main

import (
	"context"
	"crypto/sha256"
	"log"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

type sessionKey struct{}

// sessionContext is a context under the session root, which a Node process with sessionRoot: 'shared'
// exports. docs/derivation.md has the rule.
func sessionContext(ctx context.Context, sessionID string) context.Context {
	digest := sha256.Sum256([]byte(sessionID))
	root := trace.NewSpanContext(trace.SpanContextConfig{
		TraceID:    trace.TraceID(digest[:16]),
		SpanID:     trace.SpanID(digest[16:24]),
		TraceFlags: trace.FlagsSampled,
	})
	return context.WithValue(trace.ContextWithRemoteSpanContext(ctx, root), sessionKey{}, sessionID)
}

// sessionStamp says on every span which session it is of, as the context does.
type sessionStamp struct{}

func (sessionStamp) OnStart(parent context.Context, span sdk.ReadWriteSpan) {
	if sessionID, ok := parent.Value(sessionKey{}).(string); ok {
		span.SetAttributes(attribute.String("session.id", sessionID))
	}
}
func (sessionStamp) OnEnd(sdk.ReadOnlySpan)           {}
func (sessionStamp) Shutdown(context.Context) error   { return nil }
func (sessionStamp) ForceFlush(context.Context) error { return nil }

func main() {
	// Sends to where the standard environment variables of OTLP say.
	exporter, err := otlptracehttp.New(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(sessionStamp{}), sdk.WithBatcher(exporter))
	tracer := provider.Tracer("go-worker")

	ctx := sessionContext(context.Background(), os.Getenv("AGENT_SESSION_ID"))
	ctx, check := tracer.Start(ctx, "run_checks")
	_, lint := tracer.Start(ctx, "lint")
	lint.End()
	check.End()
	if err := provider.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}
