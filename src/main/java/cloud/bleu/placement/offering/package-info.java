/**
 * Which offerings a workload uses, what their qualifications are worth, and whose storage and
 * endpoints it relies on.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.offering;
