/**
 * In which order workloads move, where each lands, and what must still be there to go back.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.wave;
