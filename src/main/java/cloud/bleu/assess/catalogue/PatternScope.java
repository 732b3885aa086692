package cloud.bleu.assess.catalogue;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a pattern looks.
 *
 * @param at paths, each a macro and what is below it
 * @param kind of the object, null: any
 * @param group of the API of the object, null: any
 * @param key of the last field, whole; null: any
 * @param value found anywhere in the text; null: any
 * @param shows what is told of it
 */
record PatternScope(
    List<String> at,
    @Nullable Pattern kind,
    @Nullable Pattern group,
    @Nullable Pattern key,
    @Nullable Pattern value,
    Shows shows) {

  /** What is told of what was found. */
  enum Shows {
    match,
    key,
    value,
    kind
  }

  /** Whether it looks at objects of such a kind, and names the kind or its group. */
  boolean names(String ofKind, String ofGroup) {
    return (kind != null || group != null) && concerns(ofKind, ofGroup);
  }

  private boolean concerns(String ofKind, String ofGroup) {
    return (kind == null || kind.matcher(ofKind).matches())
        && (group == null || group.matcher(ofGroup).matches());
  }

  /** Tells each path that it matches, with what was found there. */
  void find(SeenObject object, BiConsumer<String, String> found) {
    if (!concerns(object.kind(), object.group())) {
      return;
    }
    for (String path : at) {
      for (ObjectField leaf : object.select(path)) {
        String shown = shown(object, leaf);
        if (shown != null) {
          found.accept(leaf.path(), shown);
        }
      }
    }
  }

  private @Nullable String shown(SeenObject object, ObjectField leaf) {
    if (key != null && !key.matcher(leaf.key()).matches()) {
      return null;
    }
    String match = leaf.text();
    if (value != null) {
      Matcher matcher = value.matcher(leaf.text());
      if (!matcher.find()) {
        return null;
      }
      match = matcher.group();
    }
    return switch (shows) {
      case match -> match;
      case value -> leaf.text();
      case key -> leaf.key();
      case kind -> object.kind() + " of " + object.group();
    };
  }
}
