package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.api.v1alpha1.Provenance;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The groups of facts that the kinds have, from their types alone. */
public final class CrdFacts {

  private CrdFacts() {}

  /** {@code CloudProvider/offerings[].qualifications[]} and the like. */
  public static List<String> groups() {
    List<String> groups = new ArrayList<>();
    walk(CloudProviderSpec.class, "CloudProvider/", groups);
    walk(AvailabilityZoneSpec.class, "AvailabilityZone/", groups);
    return groups;
  }

  private static void walk(Class<?> type, String path, List<String> groups) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      if (component.getType() == Provenance.class) {
        groups.add(
            name.equals("provenance")
                ? path.substring(0, path.length() - 1)
                : path + name.substring(0, name.length() - "Provenance".length()));
      } else if (component.getType().isRecord()) {
        walk(component.getType(), path + name + ".", groups);
      } else if (component.getGenericType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> item
          && item.isRecord()) {
        walk(item, path + name + "[].", groups);
      }
    }
  }
}
