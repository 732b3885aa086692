package cloud.bleu.fieldeffects;

import cloud.bleu.cli.Typed;
import cloud.bleu.fieldeffects.Row.View;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A view of what {@code bleu explain} prints. */
final class Explained {
  private Explained() {}

  /** The first match in what is explained of web, with line breaks as spaces; nothing if none. */
  static View explained(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return world -> {
      Typed typed = Typed.withInput(world.manifests(), "explain", "shop/web", "-f", "-");
      Matcher found = pattern.matcher(typed.out().replaceAll("\\s+", " "));
      return found.find() ? found.group() : "";
    };
  }
}
