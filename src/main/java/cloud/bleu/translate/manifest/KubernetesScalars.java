package cloud.bleu.translate.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Plain scalars as kubectl reads them, which is neither YAML 1.1 nor 1.2: {@code yes} and {@code
 * on} are booleans, {@code 012} is octal, {@code 1_000} a number, but a date is a string and {@code
 * 1:30} no number in base 60.
 */
final class KubernetesScalars implements ScalarResolver, Schema {

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0[xX][0-9a-fA-F]{1,16}|0[bB][01]{1,64}|0[oO]?[0-7]{1,22}|0|[1-9][0-9]{0,400})");

  @Override
  public Tag resolve(String value, Boolean implicit) {
    if (!implicit) {
      return Tag.STR;
    }
    if (NULL.contains(value)) {
      return Tag.NULL;
    }
    if (TRUE.contains(value) || FALSE.contains(value)) {
      return Tag.BOOL;
    }
    char first = value.charAt(0);
    if (!(first >= '0' && first <= '9') && "+-.".indexOf(first) < 0) {
      return Tag.STR;
    }
    String digits = value.replace("_", "");
    if (INTEGER.matcher(digits).matches()) {
      return Tag.INT;
    }
    return FLOAT.matcher(digits).matches() || INFINITE.matcher(value).matches()
        ? Tag.FLOAT
        : Tag.STR;
  }

  @Override
  public ScalarResolver getScalarResolver() {
    return this;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of();
  }

  /** The JSON value of a scalar, null for one that JSON cannot hold (infinity, a foreign tag). */
  static @Nullable JsonNode json(ScalarNode node) {
    Tag tag = node.getTag();
    String value = node.getValue();
    if (tag.equals(Tag.STR)) {
      return TextNode.valueOf(value);
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.instance;
    }
    if (tag.equals(Tag.BOOL)) {
      return TRUE.contains(value) || FALSE.contains(value)
          ? BooleanNode.valueOf(TRUE.contains(value))
          : null;
    }
    String digits = value.replace("_", "");
    if (tag.equals(Tag.INT)) {
      return INTEGER.matcher(digits).matches() ? integer(digits) : null;
    }
    if (tag.equals(Tag.FLOAT)) {
      return FLOAT.matcher(digits).matches() ? decimal(digits) : null;
    }
    return null;
  }

  private static JsonNode integer(String written) {
    boolean negative = written.startsWith("-");
    String digits = negative || written.startsWith("+") ? written.substring(1) : written;
    int radix = 10;
    int skip = 0;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      switch (digits.charAt(1)) {
        case 'x', 'X' -> {
          radix = 16;
          skip = 2;
        }
        case 'b', 'B' -> {
          radix = 2;
          skip = 2;
        }
        case 'o', 'O' -> {
          radix = 8;
          skip = 2;
        }
        default -> {
          radix = 8;
          skip = 1;
        }
      }
    }
    BigInteger value = new BigInteger(digits.substring(skip), radix);
    if (negative) {
      value = value.negate();
    }
    if (value.bitLength() < 32) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < 64
        ? LongNode.valueOf(value.longValue())
        : DecimalNode.valueOf(new BigDecimal(value));
  }

  private static JsonNode decimal(String digits) {
    BigDecimal value = new BigDecimal(digits);
    boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    if (whole && value.precision() - value.scale() <= 18) {
      return LongNode.valueOf(value.longValueExact());
    }
    return DecimalNode.valueOf(value);
  }
}
