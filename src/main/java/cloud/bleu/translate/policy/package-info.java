/**
 * Policies, waivers and namespaces as bound rules, and what a template may not say.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code credential}, {@code
 * evidence.record}, {@code expression}, {@code placement.catalogue}, {@code placement.estate},
 * {@code placement.message}, {@code placement.model}, {@code time}, {@code translate.finding},
 * {@code translate.pod} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.policy;
