/**
 * Which reason a refusal has: why no zone takes a replica, and what a standing workload lacks. The
 * words are in {@code placement.message}.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.diagnosis;
