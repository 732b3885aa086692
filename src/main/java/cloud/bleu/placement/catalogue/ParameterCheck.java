package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.catalogue.Catalogue.Problem;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.QuotedText;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks parameters as read from YAML against a rule's declaration. */
public final class ParameterCheck {

  /** Bounds the cost of exact arithmetic; nobody means more digits. */
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,9})?");

  private ParameterCheck() {}

  /** The parameters with defaults filled in; every error is added to {@code problems}. */
  static Parameters check(
      ZoneRule.Declaration declaration, Map<String, ?> raw, List<Problem> problems) {
    List<String> known = declaration.parameters().stream().map(RuleParameter::name).toList();
    raw.keySet().stream()
        .map(String::valueOf)
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> problems.add(unknown(declaration, known, name)));
    TreeMap<String, Object> values = new TreeMap<>();
    for (RuleParameter parameter : declaration.parameters()) {
      Object given = raw.get(parameter.name());
      Object value = given == null ? byDefault(parameter) : given;
      String field = "parameters." + parameter.name();
      if (value != null) {
        Object checked = value(parameter, value, field, problems);
        if (checked != null) {
          values.put(parameter.name(), checked);
        }
      } else if (parameter.required()) {
        problems.add(
            new Problem(
                field, "is missing; write " + parameter.type().words() + accepted(parameter)));
      }
    }
    return new Parameters(values);
  }

  private static Problem unknown(ZoneRule.Declaration rule, List<String> known, String name) {
    String next =
        NearestName.of(name, known)
            .map(n -> "did you mean " + n + "?")
            .orElse(
                known.isEmpty()
                    ? "it takes none"
                    : "it takes " + String.join(", ", known.stream().sorted().toList()));
    return new Problem(
        "parameters." + QuotedText.shortened(name),
        "rule " + rule.id() + " has no such parameter; " + next);
  }

  /** The default as it would be read from YAML, null when there is none. */
  public static @Nullable Object byDefault(RuleParameter parameter) {
    String text = parameter.defaultValue();
    if (text == null) {
      return null;
    }
    return switch (parameter.type()) {
      case TextList, CountryList -> listed(text);
      case Flag -> Boolean.valueOf(text);
      case Text, Decimal, Whole -> text;
    };
  }

  /** {@code [a, b]} as a list. */
  private static List<String> listed(String text) {
    String inside = text.substring(1, text.length() - 1).trim();
    return inside.isEmpty() ? List.of() : List.of(inside.split(", *"));
  }

  private static @Nullable Object value(
      RuleParameter parameter, Object given, String field, List<Problem> problems) {
    return switch (parameter.type()) {
      case Flag -> {
        if (given instanceof Boolean flag) {
          yield flag;
        }
        yield refuse(parameter, given, field, problems);
      }
      case Text -> {
        if (given instanceof String text) {
          yield oneOfAccepted(parameter, text, field, problems);
        }
        problems.add(noText(field, given));
        yield null;
      }
      case Decimal, Whole -> number(parameter, given, field, problems);
      case TextList, CountryList -> list(parameter, given, field, problems);
    };
  }

  private static @Nullable Object list(
      RuleParameter parameter, Object given, String field, List<Problem> problems) {
    if (!(given instanceof List<?> items)) {
      return refuse(parameter, given, field, problems);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String at = field + "[" + i + "]";
      if (!(items.get(i) instanceof String text) || text.isBlank()) {
        problems.add(noText(at, items.get(i)));
      } else if (parameter.type() == RuleParameter.Type.CountryList) {
        String wrong = Territory.whyNot(text);
        if (wrong != null) {
          problems.add(new Problem(at, wrong));
        }
        texts.add(text);
      } else {
        oneOfAccepted(parameter, text, at, problems);
        texts.add(text);
      }
    }
    if (parameter.required() && items.isEmpty()) {
      problems.add(new Problem(field, "is empty; write at least one"));
    }
    return texts.stream().distinct().toList();
  }

  /** {@code NO} is false in YAML 1.1, a country as a boolean; {@code 3.2} is a number. */
  private static Problem noText(String field, @Nullable Object given) {
    String quoted = QuotedText.of(given);
    String bare = quoted.replace("\"", "");
    String found =
        given instanceof Number
            ? "the number " + bare
            : given instanceof Boolean ? "the boolean " + bare : quoted;
    String hint = found.equals(quoted) ? "" : "; put it in quotes";
    return new Problem(field, "is " + found + ", a text is expected" + hint);
  }

  private static @Nullable Object number(
      RuleParameter parameter, Object given, String field, List<Problem> problems) {
    String text = given instanceof BigDecimal d ? d.toPlainString() : String.valueOf(given);
    boolean written = given instanceof Number || given instanceof String;
    if (!written || text.length() > QuotedText.LONGEST || !DECIMAL.matcher(text).matches()) {
      return refuse(parameter, given, field, problems);
    }
    BigDecimal number = new BigDecimal(text);
    if (parameter.type() == RuleParameter.Type.Whole && number.stripTrailingZeros().scale() > 0) {
      return refuse(parameter, given, field, problems);
    }
    BigDecimal least = parameter.minimum();
    BigDecimal most = parameter.maximum();
    if (least != null && number.compareTo(least) < 0
        || most != null && number.compareTo(most) > 0) {
      problems.add(
          new Problem(field, "is " + QuotedText.of(text) + ", out of range" + accepted(parameter)));
    }
    return text;
  }

  private static String oneOfAccepted(
      RuleParameter parameter, String text, String field, List<Problem> problems) {
    if (!parameter.accepted().isEmpty() && !parameter.accepted().contains(text)) {
      String meant =
          NearestName.of(text, parameter.accepted())
              .map(n -> "; did you mean " + n + "?")
              .orElse(accepted(parameter));
      problems.add(
          new Problem(field, "is " + QuotedText.of(text) + ", which is not accepted" + meant));
    }
    return text;
  }

  private static @Nullable Object refuse(
      RuleParameter parameter, Object given, String field, List<Problem> problems) {
    problems.add(
        new Problem(
            field,
            "is "
                + QuotedText.of(given)
                + ", "
                + parameter.type().words()
                + " is expected"
                + accepted(parameter)));
    return null;
  }

  private static String accepted(RuleParameter parameter) {
    if (!parameter.accepted().isEmpty()) {
      return "; accepted: " + String.join(", ", parameter.accepted());
    }
    if (parameter.minimum() != null && parameter.maximum() != null) {
      return "; accepted: "
          + parameter.minimum().toPlainString()
          + " to "
          + parameter.maximum().toPlainString();
    }
    return "";
  }
}
