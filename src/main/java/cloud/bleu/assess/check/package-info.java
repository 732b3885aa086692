/**
 * What looks where a pattern cannot say it, one file a check.
 *
 * <p>It may import {@code assess.catalogue}, {@code assess.manifest}, {@code assess.model}, {@code
 * placement.model}, {@code placement.offering} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.check;
