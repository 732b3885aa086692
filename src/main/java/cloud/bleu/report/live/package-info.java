/**
 * The page of an estate, served while it changes: on this machine alone, to whoever has its
 * address. It knows neither the estate nor what a page says.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.live;
