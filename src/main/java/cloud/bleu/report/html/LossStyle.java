package cloud.bleu.report.html;

import cloud.bleu.report.page.PageLoss;
import cloud.bleu.report.page.PageZone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The style that crosses out, on the map and in the table of workloads, what the loss takes that is
 * looked at. A browser asks each rule anew whenever anything changes, so each says on which way its
 * panel is found: to search the whole page for it takes 400 ms for 60 zones and 500 workloads.
 */
final class LossStyle {
  private LossStyle() {}

  /** One rule for each loss with a zone on the page. Ids are letters, digits and hyphens. */
  static String style(List<PageLoss> losses, List<PageZone> zones) {
    Map<String, Integer> numbers = new HashMap<>();
    zones.forEach(z -> numbers.put(z.name(), numbers.size()));
    StringBuilder style = new StringBuilder();
    for (PageLoss loss : losses) {
      String lost =
          loss.zones().stream()
              .filter(numbers::containsKey)
              .map(z -> ".z" + numbers.get(z))
              .collect(Collectors.joining(","));
      if (!lost.isEmpty()) {
        String those = "main:has(>section>.losses>#" + loss.id() + ":target) :is(" + lost + ")";
        style
            .append(those)
            .append(" .cross{display:inline}\n")
            .append(those)
            .append(" .name{text-decoration:line-through}\n");
      }
    }
    return style.toString();
  }
}
