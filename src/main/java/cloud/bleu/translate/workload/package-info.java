/**
 * BleuWorkload and WorkloadPlacement to what must be placed and what is in force.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.workload;
