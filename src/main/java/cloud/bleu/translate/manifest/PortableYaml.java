package cloud.bleu.translate.manifest;

import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Writes YAML that every reader of manifests takes for the same: text that one of them reads as a
 * date, a number or a boolean is quoted. kubectl reads {@code 2026-08-20} as text; kustomize, and
 * with it Flux and Argo CD, reads it as an instant, which no field for a day accepts.
 */
public final class PortableYaml {

  private static final int WIDE = 10_000;

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setWidth(WIDE)
          .setDereferenceAliases(true)
          .setSchema(new Quoting())
          .build();

  private PortableYaml() {}

  /** A tree of maps, lists and scalars as one document in block style, ending with a line end. */
  public static String write(Map<String, ?> tree) {
    return new Dump(SETTINGS).dumpToString(tree);
  }

  /** Text in double quotes, on one line. */
  public static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Whatever is not text for everybody is not written as plain text. */
  private static final class Quoting implements ScalarResolver, Schema {

    private static final Tag SPECIAL = new Tag("tag:yaml.org,2002:timestamp");

    /** Dates, times and numbers in base 60 of YAML 1.1, its merge key and its default key. */
    private static final Pattern YAML_1_1 =
        Pattern.compile(
            "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|<<|=");

    private final KubernetesScalars kubernetes = new KubernetesScalars();

    @Override
    public Tag resolve(String value, Boolean implicit) {
      return implicit && YAML_1_1.matcher(value).matches()
          ? SPECIAL
          : kubernetes.resolve(value, implicit);
    }

    @Override
    public ScalarResolver getScalarResolver() {
      return this;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      return Map.of();
    }
  }
}
