/**
 * The chain on a disk: appending, retention, what the chain knows of the objects of a cluster.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.export;
