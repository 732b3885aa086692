package cloud.bleu.placement.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with places for facts.
 *
 * <ul>
 *   <li>{@code {name}} is the fact of that name; several are divided by commas,
 *   <li>{@code {name,list, ; }} are several divided by what follows the second comma,
 *   <li>{@code {name,value}} is the value of a field, as this language calls it; {@code
 *       {name,value, ou }} are several, divided as above,
 *   <li>{@code {name,de}} is the fact after the French preposition, contracted: {@code du
 *       conteneur},
 *   <li>{@code {name,plural,is|are}} is the first for one, in French for none as well, the second
 *       for any other number,
 *   <li>{@code {name,select,a=this|b=that}} is what stands for a value; for another one, the value,
 *   <li>{@code <, from {name}>} is left out where one of its facts is.
 * </ul>
 */
final class SentenceTemplate {
  private static final String COMMA = ", ";

  private final List<Part> parts;

  private SentenceTemplate(List<Part> parts) {
    this.parts = parts;
  }

  static SentenceTemplate of(String text) {
    return new SentenceTemplate(parts(text));
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at;
      if (c == '{') {
        end = text.indexOf('}', at);
        parts.add(place(text.substring(at + 1, end)));
        end++;
      } else if (c == '<') {
        end = text.indexOf('>', at);
        parts.add(new Optional(parts(text.substring(at + 1, end))));
        end++;
      } else {
        while (end < text.length() && text.charAt(end) != '{' && text.charAt(end) != '<') {
          end++;
        }
        parts.add(new Words(text.substring(at, end)));
      }
      at = end;
    }
    return List.copyOf(parts);
  }

  private static Part place(String text) {
    String[] of = text.split(",", 3);
    if (of.length == 1) {
      return new Place(of[0], COMMA);
    }
    return switch (of[1]) {
      case "value" -> new Value(of[0], of.length == 2 ? COMMA : of[2]);
      case "de" -> new Genitive(of[0]);
      case "list" -> new Place(of[0], of[2]);
      case "plural" -> {
        String[] forms = of[2].split("\\|", -1);
        yield new Plural(of[0], forms[0], forms[1]);
      }
      case "select" -> {
        Map<String, String> words = new HashMap<>();
        for (String one : of[2].split("\\|", -1)) {
          String[] both = one.split("=", 2);
          words.put(both[0], both[1]);
        }
        yield new Select(of[0], Map.copyOf(words));
      }
      default -> throw new IllegalStateException("no such place: {" + text + "}");
    };
  }

  /** The names of its facts. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    parts.forEach(part -> names.addAll(part.names()));
    return names;
  }

  /** The name of the fact that it begins with; null where it begins with words. */
  @Nullable String begins() {
    return !parts.isEmpty() && parts.get(0) instanceof Place place ? place.name : null;
  }

  void append(StringBuilder text, Message message, MessageBundle bundle) {
    for (Part part : parts) {
      part.append(text, message, bundle);
    }
  }

  /** Appends one value, or several with what stands between them. */
  private static void each(
      StringBuilder text,
      @Nullable Object value,
      String between,
      Consumer<@Nullable Object> append) {
    if (!(value instanceof Collection<?> several)) {
      append.accept(value);
      return;
    }
    String before = "";
    for (Object one : several) {
      text.append(before);
      append.accept(one);
      before = between;
    }
  }

  private static void written(StringBuilder text, @Nullable Object value, MessageBundle bundle) {
    if (value instanceof Message message) {
      bundle.append(text, message);
    } else if (value instanceof BigDecimal number) {
      text.append(number.toPlainString());
    } else {
      text.append(value);
    }
  }

  private sealed interface Part {
    Collection<String> names();

    void append(StringBuilder text, Message message, MessageBundle bundle);
  }

  private record Words(String words) implements Part {
    @Override
    public Collection<String> names() {
      return List.of();
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      text.append(words);
    }
  }

  private record Place(String name, String between) implements Part {
    @Override
    public Collection<String> names() {
      return List.of(name);
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      each(text, message.value(name), between, one -> written(text, one, bundle));
    }
  }

  private record Genitive(String name) implements Part {
    @Override
    public Collection<String> names() {
      return List.of(name);
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      int at = text.length();
      written(text, message.value(name), bundle);
      if (text.indexOf("le ", at) == at) {
        text.replace(at, at + "le".length(), "du");
      } else if (text.indexOf("les ", at) == at) {
        text.replace(at, at + "les".length(), "des");
      } else {
        text.insert(at, "de ");
      }
    }
  }

  private record Value(String name, String between) implements Part {
    @Override
    public Collection<String> names() {
      return List.of(name);
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      each(
          text,
          message.value(name),
          between,
          one -> text.append(bundle.value(String.valueOf(one))));
    }
  }

  private record Plural(String name, String one, String other) implements Part {
    @Override
    public Collection<String> names() {
      return List.of(name);
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      Object value = message.value(name);
      text.append(bundle.isSingular(count(value)) ? one : other);
    }

    private static long count(@Nullable Object value) {
      if (value instanceof Collection<?> several) {
        return several.size();
      }
      if (value instanceof Message message) {
        return NameList.count(message);
      }
      return value instanceof Number number ? number.longValue() : 1;
    }
  }

  private record Select(String name, Map<String, String> words) implements Part {
    @Override
    public Collection<String> names() {
      return List.of(name);
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      String value = String.valueOf(message.value(name));
      text.append(words.getOrDefault(value, value));
    }
  }

  private record Optional(List<Part> parts) implements Part {
    @Override
    public Collection<String> names() {
      return parts.stream().flatMap(part -> part.names().stream()).toList();
    }

    @Override
    public void append(StringBuilder text, Message message, MessageBundle bundle) {
      for (String name : names()) {
        Object value = message.value(name);
        if (value == null || value instanceof Collection<?> several && several.isEmpty()) {
          return;
        }
      }
      for (Part part : parts) {
        part.append(text, message, bundle);
      }
    }
  }
}
