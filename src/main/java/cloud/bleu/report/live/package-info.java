/**
 * The page of an estate, served while it changes: by {@code PageServer} on this machine alone, to
 * whoever has its address. What serves pages elsewhere has its feeds, events and answers from here.
 * It knows neither the estate nor what a page says.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.live;
