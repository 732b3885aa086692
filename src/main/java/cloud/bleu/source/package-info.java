/**
 * What is assessed of a cluster, read kind by kind and page by page, and the releases that Helm
 * keeps there.
 *
 * <p>It may import {@code apiserver}, {@code assess.catalogue}, {@code assess.manifest}, {@code
 * assess.model}, {@code translate.finding}, {@code translate.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.source;
