package cloud.bleu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Bleu;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A record whose equality is written by hand, so that it is cheap, is equal where a record would be
 * by itself: in all of its components. Its hash is that of such a record too, as sets and maps that
 * are walked go by it.
 */
class RecordEqualityTest {
  /** Records that are equal by something else than their components, on purpose. */
  private static final Set<String> OF_THEIR_OWN =
      Set.of("cloud.bleu.placement.catalogue.RuleAnswers$Asked");

  /** Those that {@code javac} writes are final. */
  static List<Class<?>> records() throws Exception {
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> type : types()) {
      if (type.isRecord()
          && !OF_THEIR_OWN.contains(type.getName())
          && (isOwn(type, "equals", Object.class) || isOwn(type, "hashCode"))) {
        records.add(type);
      }
    }
    assertFalse(records.isEmpty());
    return records;
  }

  private static List<Class<?>> types() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    Path classes = Path.of(Bleu.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("cloud"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        types.add(
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                RecordEqualityTest.class.getClassLoader()));
      }
    }
    return types;
  }

  private static boolean isOwn(Class<?> type, String method, Class<?>... parameters)
      throws NoSuchMethodException {
    return !Modifier.isFinal(type.getDeclaredMethod(method, parameters).getModifiers());
  }

  @ParameterizedTest
  @MethodSource("records")
  void itIsThatOfAllComponents(Class<?> type) throws Exception {
    assertTrue(isOwn(type, "equals", Object.class), "both are written by hand, or neither");
    assertTrue(isOwn(type, "hashCode"), "both are written by hand, or neither");
    RecordComponent[] components = type.getRecordComponents();
    Object[] some = values(type, 0);
    Object record = of(type, some);
    assertEquals(record, of(type, values(type, 0)), "of components that are equal");
    assertEquals(hash(some), record.hashCode());
    assertNotEquals(record, null);
    assertNotEquals(record, new Object());
    for (int i = 0; i < components.length; i++) {
      Object[] others = values(type, 0);
      others[i] = value(components[i].getGenericType(), 1);
      assertDiffer(record, others, components[i]);
      others[i] = null;
      if (!components[i].getType().isPrimitive() && takes(type, others)) {
        assertDiffer(record, others, components[i]);
        assertEquals(of(type, others), of(type, others.clone()));
      }
    }
  }

  /** Whether there is such a record: some are read from objects that lack what they should have. */
  private static boolean takes(Class<?> type, @Nullable Object[] values)
      throws ReflectiveOperationException {
    try {
      of(type, values);
      return true;
    } catch (InvocationTargetException e) {
      assertInstanceOf(NullPointerException.class, e.getCause());
      return false;
    }
  }

  private static void assertDiffer(Object record, Object[] others, RecordComponent component)
      throws ReflectiveOperationException {
    Object other = of(record.getClass(), others);
    assertNotEquals(record, other, "without " + component);
    assertNotEquals(other, record, "without " + component);
    assertEquals(hash(others), other.hashCode(), "without " + component);
  }

  /** As {@link Record#hashCode()} is in the JDK. */
  private static int hash(@Nullable Object[] values) {
    int hash = 0;
    for (Object value : values) {
      hash = 31 * hash + Objects.hashCode(value);
    }
    return hash;
  }

  private static Object[] values(Class<?> type, int variant) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(components[i].getGenericType(), variant);
    }
    return values;
  }

  private static Object of(Class<?> type, @Nullable Object[] values)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  /** One of two values, which are not equal; anew at each call, where it is no constant. */
  private static Object value(Type type, int variant) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType of) {
      Class<?> raw = (Class<?>) of.getRawType();
      Object last =
          value(of.getActualTypeArguments()[of.getActualTypeArguments().length - 1], variant);
      if (raw == List.class) {
        return new ArrayList<>(List.of(last));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return new TreeMap<>(Map.of("k", last));
      }
    }
    if (type instanceof Class<?> c) {
      if (c.isRecord()) {
        return of(c, values(c, variant));
      }
      if (c.isEnum()) {
        return c.getEnumConstants()[variant];
      }
      if (c == String.class) {
        return new String(variant == 0 ? "a" : "b");
      }
      if (c == boolean.class || c == Boolean.class) {
        return variant == 1;
      }
      if (c == int.class || c == Integer.class) {
        return 100_000 + variant;
      }
      if (c == long.class || c == Long.class) {
        return 10_000_000_000L + variant;
      }
    }
    throw new IllegalArgumentException("no two values are known of " + type);
  }
}
