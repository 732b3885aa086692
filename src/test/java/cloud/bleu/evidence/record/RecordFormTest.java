package cloud.bleu.evidence.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider.Qualification;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever an estate can hold has a form in the record of what was decided on, and is read back
 * from it: a type that has none would be seen only where a chain is kept.
 */
class RecordFormTest {

  /** Of each type that is one value: written and read, it has to be the same. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "a"),
          Map.entry(Message.class, TemplatePart.container("a")),
          Map.entry(boolean.class, true),
          Map.entry(Boolean.class, false),
          Map.entry(int.class, 7),
          Map.entry(Integer.class, -7),
          Map.entry(long.class, 1L << 40),
          Map.entry(Long.class, Long.MAX_VALUE),
          Map.entry(BigDecimal.class, new BigDecimal("0.10")),
          Map.entry(Instant.class, Instant.parse("2026-11-29T00:00:00.123Z")),
          Map.entry(LocalDate.class, LocalDate.parse("2026-11-29")),
          Map.entry(Duration.class, Duration.ofMinutes(90)));

  private final RecordWriter writer = new RecordWriter(name -> name, text -> text, held -> "apart");
  private final RecordReader reader =
      new RecordReader(
          digest -> {
            throw new AssertionError(digest);
          },
          tree -> {
            throw new AssertionError(tree);
          });

  private final Set<Type> seen = new HashSet<>();
  private final Set<String> without = new TreeSet<>();

  @Test
  void eachTypeThatAnEstateCanHoldHasAForm() {
    look(Estate.class, "");
    look(ZoneRule.Making.class, "");
    assertEquals(Set.of(), without);
    // A walk that ends early finds nothing.
    assertTrue(seen.contains(Parameters.class) && seen.contains(Workload.class), seen + "");
  }

  /** The inputs of a release that did not know of it are checked by later ones. */
  @Test
  void aYesOrNoThatIsNotRecordedIsNo() {
    Qualification stated =
        new Qualification(
            "SecNumCloud",
            "3.2",
            "Qualified",
            List.of("IaaS"),
            List.of(),
            null,
            LocalDate.of(2026, 3, 1),
            null,
            new Provenance(Basis.Press, "a list", null, null, null));
    Map<String, Object> older = new TreeMap<>(JsonTree.asObject(writer.encode(stated)));
    assertEquals(false, older.remove("datedAhead"));
    assertEquals(stated, reader.decode(older, Qualification.class));
  }

  /** So that a release that kept the line itself and this one read each other's records. */
  @Test
  void aPartOfATemplateIsItsLine() {
    Closure.Endpoint endpoint =
        new Closure.Endpoint(
            TemplatePart.variable("SMTP_HOST", TemplatePart.container("web")), "smtp.example");
    Object tree = writer.encode(endpoint);
    assertEquals(
        Map.of("user", "variable SMTP_HOST of container web", "host", "smtp.example"), tree);
    assertEquals(endpoint, reader.decode(tree, Closure.Endpoint.class));
    assertEquals(
        Closure.Endpoint.class.getName()
            + " user:class java.lang.String host:class java.lang.String",
        RecordShape.text(Closure.Endpoint.class));
    assertTrue(
        RecordShape.text(Closure.class).contains(" exposedBy:java.util.List<java.lang.String> "));
  }

  /** A sealed interface, a class in the place of a record, and others that are not taken. */
  record Odd(
      List<Shape> shapes,
      Square square,
      Place place,
      Set<String> names,
      Map<Integer, String> byNumber,
      double share,
      Object any,
      String[] texts) {}

  public sealed interface Shape permits Square, Circle {}

  public record Square(int side) implements Shape {}

  /** A class in the place of a record. */
  public static final class Circle implements Shape {}

  /** Of no kind that is known. */
  public static final class Place {}

  @Test
  void whatHasNoneIsFound() {
    look(Odd.class, "");
    assertEquals(
        new TreeSet<>(
            Set.of(
                "Odd is not public",
                "Odd.shapes: Circle",
                "Odd.square: Square alone, and it is one of several",
                "Odd.place: Place",
                "Odd.names: java.util.Set<java.lang.String>",
                "Odd.byNumber: java.util.Map<java.lang.Integer, java.lang.String>",
                "Odd.share: double",
                "Odd.any: Object",
                "Odd.texts: String[]")),
        without);
  }

  /**
   * Takes note of what has no form.
   *
   * @param where its type is named, such as {@code Zone.capacity: }
   */
  private void look(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      List<Type> arguments = List.of(generic.getActualTypeArguments());
      Class<?> raw = (Class<?>) generic.getRawType();
      boolean list = raw == List.class;
      boolean map =
          Map.class.isAssignableFrom(raw)
              && raw.isAssignableFrom(TreeMap.class)
              && arguments.get(0) == String.class;
      if (list || map) {
        look(arguments.get(arguments.size() - 1), where);
      } else {
        without.add(where + generic);
      }
    } else if (type instanceof Class<?> one) {
      look(one, where);
    } else {
      without.add(where + type);
    }
  }

  private void look(Class<?> type, String where) {
    if (type.isRecord()) {
      boolean ofSeveral = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
      if (ofSeveral) {
        // Its tree says which one it is, and a reader that wants no other expects no such word.
        without.add(where + type.getSimpleName() + " alone, and it is one of several");
      }
      lookInto(type);
    } else if (type == ZoneRule.class) {
      seen.add(type);
    } else if (type.isSealed()) {
      for (Class<?> one : type.getPermittedSubclasses()) {
        if (one.isRecord()) {
          lookInto(one);
        } else {
          without.add(where + one.getSimpleName());
        }
      }
    } else if (type.isEnum()) {
      Arrays.stream(type.getEnumConstants()).forEach(constant -> keeps(constant, type));
    } else if (VALUES.containsKey(type)) {
      keeps(VALUES.get(type), type);
    } else {
      without.add(where + type.getSimpleName());
    }
  }

  private void lookInto(Class<?> type) {
    if (!seen.add(type)) {
      return;
    }
    RecordShape shape = RecordShape.of(type);
    if (!Modifier.isPublic(type.getModifiers()) || !isPublic(shape.constructor())) {
      without.add(type.getSimpleName() + " is not public");
    }
    for (RecordShape.Part part : shape.parts()) {
      if (type == Parameters.class) {
        parametersAreKept();
      } else {
        look(part.type(), type.getSimpleName() + "." + part.name() + ": ");
      }
    }
  }

  private static boolean isPublic(Constructor<?> constructor) {
    return Modifier.isPublic(constructor.getModifiers());
  }

  /** What they hold is no type: a text, a yes or no, a number as text, or texts. */
  private void parametersAreKept() {
    keeps(
        Parameters.of(Map.of("a", "x", "b", true, "c", "0.5", "d", List.of("y", "z"))),
        Parameters.class);
  }

  private void keeps(Object value, Class<?> type) {
    Object read = reader.decode(writer.encode(value), type);
    assertEquals(value, read, type.getName());
    assertEquals(value.getClass(), read == null ? null : read.getClass(), type.getName());
    seen.add(type);
  }
}
