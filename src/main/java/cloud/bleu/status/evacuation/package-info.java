/**
 * How long a workload took to be Ready again after zones were lost or drained, from one status to
 * the next. Pure.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.evacuation;
