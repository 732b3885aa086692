package cloud.bleu.expression;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.UnknownWhenEmpty;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of the model as CEL types. Derived from their components: what the model gains,
 * expressions can read. Components whose type CEL does not have are left out.
 */
final class CelModel {

  /** A type and how a value of the model becomes one of it. */
  record Shape(CelType type, Function<Object, Object> convert) {}

  /**
   * A field of a record.
   *
   * @param read the value of it in a record; null when it is not stated
   * @param mayBeMissing whether the model says that it can be absent
   */
  record Field(
      String name, CelType type, boolean mayBeMissing, Function<Object, @Nullable Object> read) {}

  /** The fields of a record by name, in the order of its components. */
  record Struct(StructType type, Map<String, Field> fields) {}

  private final Map<Class<?>, Struct> structs = new LinkedHashMap<>();
  private final Map<String, Set<String>> leftOut;
  private final Map<String, String> called;

  /**
   * @param leftOut names of components by the simple name of their record
   * @param called names of fields by that of their component, where it is another one
   */
  CelModel(Map<String, Set<String>> leftOut, Map<String, String> called) {
    this.leftOut = leftOut;
    this.called = called;
  }

  /** The struct of a record class. */
  Struct struct(Class<?> record) {
    Struct known = structs.get(record);
    if (known != null) {
      return known;
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    add(record, fields, Function.identity());
    ImmutableMap<String, CelType> types =
        fields.values().stream().collect(ImmutableMap.toImmutableMap(Field::name, Field::type));
    StructType type =
        StructType.create(
            record.getCanonicalName().substring(record.getPackageName().length() + 1),
            ImmutableSet.copyOf(fields.keySet()),
            name -> Optional.ofNullable(types.get(name)));
    Struct struct = new Struct(type, fields);
    structs.put(record, struct);
    return struct;
  }

  /** A field of the struct of that name. */
  Field fieldOf(String struct, String field) {
    return structs.values().stream()
        .filter(s -> s.type().name().equals(struct))
        .map(s -> s.fields().get(field))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** Whether it is a map that can be stated in part. */
  boolean isPartial(String field) {
    return structs.values().stream()
        .map(s -> s.fields().get(field))
        .anyMatch(f -> f != null && f.mayBeMissing() && f.type() instanceof MapType);
  }

  private void add(
      Class<?> record, Map<String, Field> fields, Function<Object, @Nullable Object> owner) {
    Set<String> out = leftOut.getOrDefault(record.getSimpleName(), Set.of());
    for (RecordComponent component : record.getRecordComponents()) {
      Class<?> type = component.getType();
      if (out.contains(component.getName())) {
        continue;
      }
      Function<Object, @Nullable Object> read =
          holder -> {
            Object of = owner.apply(holder);
            return of == null ? null : value(component, of);
          };
      if (component.getName().equals("id") && type.isRecord()) {
        // An identity is no part of its own: workload.name, not workload.id.name.
        add(type, fields, read);
        continue;
      }
      Shape shape = shape(component.getGenericType());
      if (shape != null) {
        String name = called.getOrDefault(component.getName(), component.getName());
        fields.put(
            name,
            new Field(
                name,
                shape.type(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    || unknownWhenEmpty(component),
                holder -> stated(component, read.apply(holder), shape)));
      }
    }
  }

  /** The value in an expression; null for what is not stated: absent, blank, unknown as empty. */
  private static @Nullable Object stated(
      RecordComponent component, @Nullable Object value, Shape shape) {
    if (value == null || value instanceof String text && text.isBlank()) {
      return null;
    }
    if (unknownWhenEmpty(component)) {
      if (value instanceof Map<?, ?> map && map.isEmpty()) {
        // Whether one of its keys is stated can be asked all the same.
        return UnstatedContents.map(pathOf(component));
      }
      if (value instanceof List<?> list && list.isEmpty()) {
        return null;
      }
    }
    return shape.convert().apply(value);
  }

  /** As an expression names it from outside: {@code zone.failureDomains}. */
  private static String pathOf(RecordComponent component) {
    String owner = component.getDeclaringRecord().getSimpleName();
    return owner.substring(0, 1).toLowerCase(Locale.ROOT)
        + owner.substring(1)
        + "."
        + component.getName();
  }

  private static boolean unknownWhenEmpty(RecordComponent component) {
    return component.isAnnotationPresent(UnknownWhenEmpty.class);
  }

  private static @Nullable Object value(RecordComponent component, Object holder) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a Java type looks in an expression, null when it has no counterpart. */
  @Nullable Shape shape(Type java) {
    if (java instanceof ParameterizedType generic) {
      return container(generic);
    }
    if (!(java instanceof Class<?> type)) {
      return null;
    }
    if (type == String.class) {
      return new Shape(SimpleType.STRING, v -> v);
    }
    if (type == Message.class) {
      return new Shape(SimpleType.STRING, v -> ((Message) v).text());
    }
    if (type.isEnum()) {
      return new Shape(SimpleType.STRING, v -> ((Enum<?>) v).name());
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return new Shape(SimpleType.INT, v -> ((Number) v).longValue());
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Shape(SimpleType.BOOL, v -> v);
    }
    if (type == BigDecimal.class) {
      return new Shape(SimpleType.DOUBLE, v -> ((BigDecimal) v).doubleValue());
    }
    if (type == Duration.class) {
      return new Shape(SimpleType.DURATION, v -> v);
    }
    if (type == LocalDate.class) {
      return new Shape(
          SimpleType.TIMESTAMP, v -> ((LocalDate) v).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    if (type.isRecord()) {
      Struct struct = struct(type);
      return new Shape(struct.type(), v -> new Fields(struct, v));
    }
    return null;
  }

  private @Nullable Shape container(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] of = generic.getActualTypeArguments();
    if (List.class.isAssignableFrom(raw)) {
      Shape element = shape(of[0]);
      return element == null
          ? null
          : new Shape(ListType.create(element.type()), v -> list((List<?>) v, element));
    }
    if (Map.class.isAssignableFrom(raw) && of[0] == String.class) {
      Shape element = shape(of[1]);
      return element == null
          ? null
          : new Shape(
              MapType.create(SimpleType.STRING, element.type()), v -> map((Map<?, ?>) v, element));
    }
    return null;
  }

  private static List<Object> list(List<?> values, Shape element) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return element.convert().apply(values.get(index));
      }

      @Override
      public int size() {
        return values.size();
      }
    };
  }

  private static Map<String, Object> map(Map<?, ?> values, Shape element) {
    TreeMap<String, Object> map = new TreeMap<>();
    values.forEach((k, v) -> map.put(String.valueOf(k), element.convert().apply(v)));
    return map;
  }

  /** Every struct that was asked for so far, with those that it holds. */
  CelTypeProvider types() {
    return new Types(
        structs.values().stream()
            .map(Struct::type)
            .collect(ImmutableMap.toImmutableMap(StructType::name, t -> t)));
  }

  private record Types(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return byName.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }
}
