/**
 * Why a workload is where it is, what a zone holds, what will change: read from published
 * decisions.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.explain;
