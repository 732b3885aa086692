/**
 * What the sandbox shows: workloads as they are placed, the clusters beside it, and the loss of one
 * of these.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.sandbox;
