package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Provenance;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of facts that an object states, and who says so.
 *
 * @param group path within spec: {@code ownership}, {@code offerings[azure].qualifications[HDS]};
 *     {@code site} for the field that {@code siteProvenance} is about
 * @param provenance null where the object has none for it
 */
public record FactStatement(String group, @Nullable Provenance provenance) {
  private static final String SUFFIX = "Provenance";

  /** Every group of a spec, in the order of its fields. */
  public static List<FactStatement> of(@Nullable Object spec) {
    List<FactStatement> found = new ArrayList<>();
    if (spec instanceof Record record) {
      walk(record, "", found);
    }
    return found;
  }

  private static void walk(Record record, String path, List<FactStatement> found) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      String name = component.getName();
      if (component.getType() == Provenance.class) {
        String group =
            name.endsWith(SUFFIX)
                ? join(path, name.substring(0, name.length() - SUFFIX.length()))
                : path;
        found.add(new FactStatement(group, (Provenance) value));
      } else if (value instanceof Record inner) {
        walk(inner, join(path, name), found);
      } else if (value instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof Record inner) {
            walk(inner, join(path, name) + "[" + key(inner) + "]", found);
          }
        }
      }
    }
  }

  /** The name by which people tell the items of a list apart. */
  private static String key(Record item) {
    for (String field : List.of("name", "scheme", "zone", "key")) {
      for (RecordComponent component : item.getClass().getRecordComponents()) {
        if (component.getName().equals(field)) {
          return String.valueOf(value(item, component));
        }
      }
    }
    return "";
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
