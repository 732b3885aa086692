/**
 * From API objects to the estate of the engine, with every error on the way. It knows neither files
 * nor a cluster, so both give the same estate.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate;
