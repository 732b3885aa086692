package cloud.bleu.evidence.record;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of the engine from the trees that {@link RecordWriter} made of them. */
public final class RecordReader {

  private final Function<String, Object> found;
  private final Function<Object, ZoneRule> ruled;

  /**
   * @param found the rules of a document by its digest
   * @param ruled the rule that a tree stands for: its id, or what it is made of
   */
  public RecordReader(Function<String, Object> found, Function<Object, ZoneRule> ruled) {
    this.found = found;
    this.ruled = ruled;
  }

  /** The type of the rules of a workload. */
  public static Type rulesType() {
    return RecordShape.of(Workload.class).parts().stream()
        .filter(RecordShape.Part::isRules)
        .map(RecordShape.Part::type)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The value of a type that a tree stands for.
   *
   * @throws IllegalArgumentException when the tree was made from records of another release
   */
  public @Nullable Object decode(@Nullable Object tree, Type type) {
    if (type instanceof ParameterizedType generic) {
      // Of a list, not stated and empty are two answers.
      if (tree == null) {
        return null;
      }
      return Map.class.isAssignableFrom((Class<?>) generic.getRawType())
          ? map(tree, generic.getActualTypeArguments()[1])
          : list(tree, generic.getActualTypeArguments()[0]);
    }
    Class<?> wanted = (Class<?>) type;
    if (tree == null) {
      // A build that did not know of it wrote none, and nothing was so then.
      if (wanted == boolean.class) {
        return false;
      }
      if (wanted.isPrimitive()) {
        throw new IllegalArgumentException("a number is missing");
      }
      return null;
    }
    if (wanted.isRecord()) {
      return record(JsonTree.asObject(tree), wanted);
    }
    if (wanted == ZoneRule.class) {
      return ruled.apply(tree);
    }
    if (wanted.isSealed()) {
      Map<String, Object> fields = new TreeMap<>(JsonTree.asObject(tree));
      Object kind = fields.remove(RecordShape.KIND);
      for (Class<?> one : wanted.getPermittedSubclasses()) {
        if (one.getSimpleName().equals(kind)) {
          return record(fields, one);
        }
      }
      throw new IllegalArgumentException("not known here: " + kind);
    }
    return scalar(tree, wanted);
  }

  private static Object scalar(Object tree, Class<?> wanted) {
    try {
      return parsed(tree, wanted);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(tree + " is no " + wanted.getSimpleName(), e);
    }
  }

  private static Object parsed(Object tree, Class<?> wanted) {
    if (wanted == int.class || wanted == Integer.class) {
      return number(tree).intValueExact();
    }
    if (wanted == long.class || wanted == Long.class) {
      return number(tree).longValueExact();
    }
    if (wanted == boolean.class || wanted == Boolean.class || wanted == Object.class) {
      return tree;
    }
    String text = String.valueOf(tree);
    if (wanted == String.class) {
      return text;
    }
    if (wanted == Message.class) {
      return TemplatePart.recorded(text);
    }
    if (wanted == BigDecimal.class) {
      return new BigDecimal(text);
    }
    if (wanted == Instant.class) {
      return Instant.parse(text);
    }
    if (wanted == LocalDate.class) {
      return LocalDate.parse(text);
    }
    if (wanted == Duration.class) {
      return Duration.parse(text);
    }
    for (Object constant : wanted.isEnum() ? wanted.getEnumConstants() : new Object[0]) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("not known here: " + text);
  }

  private static BigInteger number(Object tree) {
    return new BigInteger(String.valueOf(tree));
  }

  private Object record(Map<String, Object> fields, Class<?> type) {
    RecordShape shape = RecordShape.of(type);
    Set<String> unread = new TreeSet<>(fields.keySet());
    Object[] values = new Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = shape.parts().get(i);
      unread.remove(part.name());
      Object held = fields.get(part.name());
      values[i] =
          held instanceof String digest && part.isRules()
              ? found.apply(digest)
              : decode(held, part.type());
    }
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("not known here: " + unread);
    }
    return shape.make(values);
  }

  private List<Object> list(Object tree, Type of) {
    List<Object> values = new ArrayList<>();
    if (!(tree instanceof List<?> trees)) {
      throw new IllegalArgumentException("a list is expected");
    }
    trees.forEach(t -> values.add(decode(t, of)));
    return values;
  }

  private Map<String, Object> map(Object tree, Type of) {
    Map<String, Object> values = new TreeMap<>();
    JsonTree.asObject(tree).forEach((k, v) -> values.put(k, decode(v, of)));
    return values;
  }
}
