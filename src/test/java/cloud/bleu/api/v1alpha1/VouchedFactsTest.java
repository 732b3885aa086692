package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every group of facts that carries a provenance is one that admission asks attest for. */
class VouchedFactsTest {

  @Test
  void noGroupOfFactsEscapesThePolicy() throws IOException {
    String policy = Files.readString(Path.of("helm/bleu/templates/admission/_attested.tpl"));
    List<String> escaped = new ArrayList<>();
    for (Class<?> spec : List.of(CloudProviderSpec.class, AvailabilityZoneSpec.class)) {
      for (String group : groups(spec, "")) {
        String name = group.substring(group.lastIndexOf('.') + 1);
        if (!policy.contains("'" + name + "'")
            && !policy.contains("." + name + ".provenance")
            && !policy.contains("." + name + "Provenance.basis")
            && !policy.contains("." + name + ".filter")
            && !policy.contains("." + name + ".exists")) {
          escaped.add(spec.getSimpleName() + group);
        }
      }
    }
    assertEquals(List.of(), escaped);
  }

  private static List<String> groups(Class<?> part, String path) {
    List<String> groups = new ArrayList<>();
    for (RecordComponent c : part.getRecordComponents()) {
      Class<?> type =
          c.getGenericType() instanceof ParameterizedType generic
              ? (Class<?>)
                  generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
              : c.getType();
      if (type == Provenance.class) {
        groups.add(
            c.getName().equals("provenance")
                ? path
                : path + "." + c.getName().replace("Provenance", ""));
      } else if (type.isRecord()) {
        groups.addAll(groups(type, path + "." + c.getName()));
      }
    }
    return groups;
  }
}
