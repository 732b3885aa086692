/**
 * The custom resources as Java types. The CRDs are generated from them.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.api.v1alpha1;
