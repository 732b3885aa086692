package cloud.bleu.report.html;

import cloud.bleu.report.page.PageLoss;
import cloud.bleu.report.page.PageZone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The style that crosses out on the map what the loss takes that is looked at. */
final class LostZones {
  private LostZones() {}

  /** One rule for each loss with a zone on the page. Ids are letters, digits and hyphens. */
  static String style(List<PageLoss> losses, List<PageZone> zones) {
    Map<String, Integer> numbers = new HashMap<>();
    zones.forEach(z -> numbers.put(z.name(), numbers.size()));
    StringBuilder style = new StringBuilder();
    for (PageLoss loss : losses) {
      String crosses =
          loss.zones().stream()
              .filter(numbers::containsKey)
              .map(z -> ".x" + numbers.get(z))
              .collect(Collectors.joining(","));
      if (!crosses.isEmpty()) {
        String those = "body:has(#" + loss.id() + ":target) :is(" + crosses + ")";
        style
            .append(those)
            .append("{display:inline}\n")
            .append(those)
            .append("+text{text-decoration:line-through}\n");
      }
    }
    return style.toString();
  }
}
