/**
 * Why a workload is where it is, what a zone holds, what will change: read from published
 * decisions.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.explain;
