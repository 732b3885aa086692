package cloud.bleu.assess.catalogue;

import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.Severity;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says for one target.
 *
 * @param severity null: nothing is said there
 * @param to what to change it to; null: no public counterpart is known
 * @param map from what may be found to what stands in its place, tried before {@code to}
 */
record Answer(
    @Nullable Severity severity,
    @Nullable String to,
    Map<Pattern, String> map,
    String note,
    String basis,
    String source) {

  @Nullable Advice advice(String found) {
    if (severity == null) {
      return null;
    }
    return new Advice(severity, counterpart(found), note, basis, source);
  }

  private @Nullable String counterpart(String found) {
    for (Map.Entry<Pattern, String> one : map.entrySet()) {
      Matcher matcher = one.getKey().matcher(found);
      if (matcher.find()) {
        return matcher.replaceAll(one.getValue());
      }
    }
    return to;
  }
}
