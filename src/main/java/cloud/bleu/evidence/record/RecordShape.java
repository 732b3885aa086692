package cloud.bleu.evidence.record;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.message.Message;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a record is made of.
 *
 * @param kind its simple name where it is one of several records of a sealed interface, else null
 */
public record RecordShape(Constructor<?> constructor, List<Part> parts, @Nullable String kind) {

  /** Which of a sealed interface's records it is, as a field of its tree. */
  static final String KIND = "is";

  private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

  /** A component and how it is read. */
  public record Part(String name, Type type, Method reader) {
    public @Nullable Object read(Record of) {
      try {
        return reader.invoke(of);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Whether it holds the rules of a workload. */
    boolean isRules() {
      return type instanceof ParameterizedType p
          && p.getActualTypeArguments()[0].equals(BoundRule.class);
    }
  }

  /**
   * A record of these values.
   *
   * @throws IllegalArgumentException when it cannot be of them; the message says why, in words
   */
  public Object make(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof IllegalArgumentException said ? said : odd(e);
    } catch (IllegalArgumentException e) {
      throw odd(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private IllegalArgumentException odd(Exception e) {
    return new IllegalArgumentException(
        "a part of %s is missing, or is not what it should be"
            .formatted(constructor.getDeclaringClass().getSimpleName()),
        e);
  }

  /**
   * The shape of a class, which is read once for each class.
   *
   * @param type a record class
   */
  public static RecordShape of(Class<?> type) {
    return KNOWN.computeIfAbsent(type, RecordShape::read);
  }

  private static RecordShape read(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    boolean oneOfSeveral = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    try {
      return new RecordShape(
          type.getDeclaredConstructor(types),
          Arrays.stream(components)
              .map(c -> new Part(c.getName(), c.getGenericType(), c.getAccessor()))
              .toList(),
          oneOfSeveral ? type.getSimpleName() : null);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The shape of a record and of all it is made of, as text: two releases with the same text read
   * each other's trees.
   */
  public static String text(Class<?> type) {
    TreeSet<String> lines = new TreeSet<>();
    describe(type, lines);
    return String.join("\n", lines);
  }

  /** The type of what stands in a tree: a part of a template is a text there. */
  private static String written(Type type) {
    return type.getTypeName().equals(Message.class.getName())
        ? String.class.toString()
        : type.toString().replace("<" + Message.class.getName() + ">", "<java.lang.String>");
  }

  private static void describe(Type type, TreeSet<String> lines) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        describe(argument, lines);
      }
    } else if (type instanceof Class<?> c && (c.isRecord() || c.isSealed() || c.isEnum())) {
      StringBuilder line = new StringBuilder(c.getName());
      if (c.isRecord()) {
        of(c)
            .parts()
            .forEach(p -> line.append(' ').append(p.name()).append(':').append(written(p.type())));
      } else if (c.isEnum()) {
        line.append(' ').append(Arrays.toString(c.getEnumConstants()));
      }
      if (!lines.add(line.toString())) {
        return;
      }
      if (c.isRecord()) {
        of(c).parts().forEach(p -> describe(p.type(), lines));
      } else if (c.isSealed()) {
        for (Class<?> one : c.getPermittedSubclasses()) {
          describe(one, lines);
        }
      }
    }
  }
}
