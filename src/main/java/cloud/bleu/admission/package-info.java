/**
 * What admission lets into the pods and claims of a namespace, as a value: from the rules that are
 * enforced to the gate that says it.
 *
 * <p>It may import {@code api.v1alpha1} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.admission;
