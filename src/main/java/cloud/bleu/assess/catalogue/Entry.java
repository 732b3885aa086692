package cloud.bleu.assess.catalogue;

import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.MigrationTarget;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue.
 *
 * @param code of its findings
 * @param summary what it is about, one sentence
 * @param looks where patterns look
 * @param check the class that looks besides, null where patterns say it all
 * @param requirements identifiers of SecNumCloud 3.2 that it serves in part
 * @param answers by target; {@code any} is always there
 */
public record Entry(
    String code,
    String summary,
    List<PatternScope> looks,
    @Nullable String check,
    List<String> requirements,
    Map<String, Answer> answers) {

  /** Whether it looks at objects of such a kind by name. */
  public boolean names(String kind, String group) {
    return looks.stream().anyMatch(look -> look.names(kind, group));
  }

  /** Tells each path at which a pattern matches, with what was found there. */
  public void find(SeenObject object, BiConsumer<String, String> found) {
    looks.forEach(look -> look.find(object, found));
  }

  /** What something found means on a target; null where nothing is said there. */
  public @Nullable Advice advice(MigrationTarget target, String found) {
    Answer answer = answers.get(target.data());
    if (answer == null) {
      answer = answers.get(MigrationTarget.ANY);
    }
    return answer == null ? null : answer.advice(found);
  }

  /** The severity that the catalogue states for a target; {@code None} where nothing is said. */
  public String severity(MigrationTarget target) {
    Advice advice = advice(target, "");
    return advice == null ? "None" : advice.severity().name();
  }
}
