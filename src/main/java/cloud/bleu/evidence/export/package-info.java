/**
 * The chain on a disk: appending, retention, what the chain knows of the objects of a cluster.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.export;
