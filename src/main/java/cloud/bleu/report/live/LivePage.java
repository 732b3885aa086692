package cloud.bleu.report.live;

import java.time.Instant;

/**
 * The page as it was read last.
 *
 * @param at the instant that it is of, which is also how a browser knows which one it shows
 * @param html the whole text
 */
public record LivePage(Instant at, String html) {}
