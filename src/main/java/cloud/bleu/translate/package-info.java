/**
 * From API objects to the estate of the engine, with every error on the way. It knows neither
 * files nor a cluster, so both give the same estate.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate;
