/**
 * The answers of the rules for every workload, and the requirements of SecNumCloud that they serve.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.assessment;
