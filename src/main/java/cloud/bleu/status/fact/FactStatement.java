package cloud.bleu.status.fact;

import cloud.bleu.api.v1alpha1.Provenance;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of facts that an object states, and who says so.
 *
 * @param group path within spec: {@code ownership}, {@code offerings[azure].qualifications[HDS]};
 *     {@code site} for the field that {@code siteProvenance} is about
 * @param pointer JSON pointer (RFC 6901) of what holds the field, from the object on
 * @param field that has, or would have, the provenance
 * @param provenance null where the object has none for it
 * @param stated whether there is anything that the provenance would be about
 */
public record FactStatement(
    String group, String pointer, String field, @Nullable Provenance provenance, boolean stated) {
  private static final String SUFFIX = "Provenance";

  /** Every group of a spec, in the order of its fields. */
  public static List<FactStatement> of(@Nullable Object spec) {
    List<FactStatement> found = new ArrayList<>();
    if (spec instanceof Record record) {
      walk(record, "", "/spec", found);
    }
    return found;
  }

  private static void walk(Record record, String path, String pointer, List<FactStatement> found) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      String name = component.getName();
      if (component.getType() == Provenance.class) {
        String about =
            name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
        found.add(
            new FactStatement(
                about.isEmpty() ? path : join(path, about),
                pointer,
                name,
                (Provenance) value,
                about.isEmpty() || isStated(record, about, value)));
      } else if (value instanceof Record inner) {
        walk(inner, join(path, name), pointer + "/" + name, found);
      } else if (value instanceof List<?> list) {
        items(list, join(path, name), pointer + "/" + name, found);
      }
    }
  }

  /** What has no field of its name, as coordinates have not, is told apart by its provenance. */
  private static boolean isStated(Record record, String field, @Nullable Object said) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component.getName().equals(field)) {
        Object value = value(record, component);
        return value != null
            && !(value instanceof Map<?, ?> map && map.isEmpty())
            && !(value instanceof String text && text.isEmpty());
      }
    }
    return said != null;
  }

  private static void items(List<?> list, String path, String pointer, List<FactStatement> found) {
    ItemNames names = new ItemNames();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Record item) {
        walk(item, path + "[" + names.next(key(item)) + "]", pointer + "/" + i, found);
      }
    }
  }

  /** The name by which people tell the items of a list apart. */
  private static String key(Record item) {
    for (String field : List.of("name", "scheme", "reference", "zone", "key")) {
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
