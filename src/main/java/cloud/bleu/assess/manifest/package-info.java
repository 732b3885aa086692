/**
 * Objects as the catalogue looks at them, and who names whom.
 *
 * <p>It may import {@code assess.model}, {@code translate.finding}, {@code translate.manifest},
 * {@code translate.pod} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.manifest;
