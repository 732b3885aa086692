package cloud.bleu.translate.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the text of a Helm chart's template, which becomes manifests when it is rendered. */
final class HelmTemplate {

  static final String WHAT = "a Helm template that is not rendered";
  static final String WHAT_TO_DO = "give what `helm template` prints instead";

  /** An action that is no part of a quoted text or a comment. */
  private static final Pattern ACTION =
      Pattern.compile("^(?:[^'\"#\\n]*[\\s:,\\[{-])?(?<action>\\{\\{)", Pattern.MULTILINE);

  private HelmTemplate() {}

  /** Whether a value holds an action. */
  static boolean isAction(String value) {
    return value.contains("{{");
  }

  /** Lines before that of the first action, -1 when there is none. */
  static int linesBefore(String text) {
    Matcher action = ACTION.matcher(text);
    return action.find()
        ? (int) text.substring(0, action.start("action")).chars().filter(c -> c == '\n').count()
        : -1;
  }
}
