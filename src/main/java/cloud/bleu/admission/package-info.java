/**
 * What admission lets into the pods and claims of a namespace, as a value: from the rules that are
 * enforced to the gate that says it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.admission;
