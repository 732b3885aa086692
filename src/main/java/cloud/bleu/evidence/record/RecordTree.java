package cloud.bleu.evidence.record;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of the engine as trees for canonical JSON, and back. It follows the components of the
 * records, so that none can be forgotten when one is added; what is null is left out. The rules of
 * a workload are shared by many and stand in a document of their own, named by digest.
 */
public final class RecordTree {

  /** Components that hold the name of a person: a pseudonym is recorded in its place. */
  private static final Set<String> PERSONS = Set.of("checkedBy", "requestedBy", "approvedBy");

  /** Component that is free text and may name somebody, of {@link Provenance}. */
  private static final String SOURCE = "source";

  /** Which of a sealed interface's records it is. */
  private static final String KIND = "is";

  /** Beyond, JSON numbers differ between readers (RFC 7493). */
  private static final long LARGEST = (1L << 53) - 1;

  private final UnaryOperator<String> pseudonym;
  private final UnaryOperator<String> text;
  private final Function<Object, String> apart;
  private final Function<String, Object> found;
  private final Function<Object, ZoneRule> ruled;

  private RecordTree(
      UnaryOperator<String> pseudonym,
      UnaryOperator<String> text,
      Function<Object, String> apart,
      Function<String, Object> found,
      Function<Object, ZoneRule> ruled) {
    this.pseudonym = pseudonym;
    this.text = text;
    this.apart = apart;
    this.found = found;
    this.ruled = ruled;
  }

  /**
   * Makes trees.
   *
   * @param pseudonym in place of the name of a person
   * @param text in place of free text that may name one
   * @param apart keeps a tree as a document of its own and returns its digest
   */
  public static RecordTree writing(
      UnaryOperator<String> pseudonym, UnaryOperator<String> text, Function<Object, String> apart) {
    return new RecordTree(
        pseudonym,
        text,
        apart,
        digest -> {
          throw new IllegalStateException("only writes");
        },
        tree -> {
          throw new IllegalStateException("only writes");
        });
  }

  /**
   * Makes records.
   *
   * @param found the rules of a document by its digest
   * @param ruled the rule that a tree stands for: its id, or what it is made of
   */
  public static RecordTree reading(
      Function<String, Object> found, Function<Object, ZoneRule> ruled) {
    return new RecordTree(
        UnaryOperator.identity(),
        UnaryOperator.identity(),
        tree -> {
          throw new IllegalStateException("only reads");
        },
        found,
        ruled);
  }

  /** The tree of a value of the engine. */
  public @Nullable Object encode(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      return Math.abs(number) > LARGEST || number == Long.MIN_VALUE
          ? Long.toString(number)
          : (Object) number;
    }
    if (value instanceof ZoneRule rule) {
      ZoneRule.Making making = rule.making();
      return making == null ? rule.declaration().id() : record(making);
    }
    if (value instanceof Provider provider) {
      return record(Nameless.of(provider, pseudonym));
    }
    if (value instanceof Record r) {
      return record(r);
    }
    if (value instanceof List<?> list) {
      List<Object> trees = new ArrayList<>(list.size());
      list.forEach(v -> trees.add(encode(v)));
      return trees;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> trees = new TreeMap<>();
      map.forEach((k, v) -> trees.put(String.valueOf(k), encode(v)));
      return trees;
    }
    if (value instanceof Enum<?> e) {
      return e.name();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Instant || value instanceof LocalDate || value instanceof Duration) {
      return value.toString();
    }
    throw new IllegalArgumentException("no form for " + value.getClass().getName());
  }

  private Map<String, Object> record(Record value) {
    Map<String, Object> tree = new TreeMap<>();
    RecordShape shape = RecordShape.of(value.getClass());
    for (RecordShape.Part part : shape.parts()) {
      Object held = part.read(value);
      if (held == null) {
        continue;
      }
      if (PERSONS.contains(part.name())) {
        tree.put(part.name(), pseudonym.apply(String.valueOf(held)));
      } else if (value instanceof Provenance said && part.name().equals(SOURCE)) {
        // Whether there is one is asked, and stays to be told.
        tree.put(SOURCE, said.source().isBlank() ? said.source() : text.apply(said.source()));
      } else if (isRules(part.type())) {
        tree.put(part.name(), apart.apply(held));
      } else {
        tree.put(part.name(), encode(held));
      }
    }
    if (shape.kind() != null) {
      tree.put(KIND, shape.kind());
    }
    return tree;
  }

  /** The type of the rules of a workload. */
  public static Type rulesType() {
    return RecordShape.of(Workload.class).parts().stream()
        .map(RecordShape.Part::type)
        .filter(RecordTree::isRules)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRules(Type type) {
    return type instanceof ParameterizedType p
        && p.getActualTypeArguments()[0].equals(BoundRule.class);
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
      if (wanted.isPrimitive()) {
        throw new IllegalArgumentException("a number or a yes or no is missing");
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
      Object kind = fields.remove(KIND);
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
          held instanceof String digest && isRules(part.type())
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
