package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.RuleParameter.Looser;
import cloud.bleu.placement.model.Territory;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a rule asks for less with another value of a parameter. */
public enum ParameterComparison {
  No,
  Yes,
  /** It may. */
  Unclear;

  /**
   * Compares two values as read from YAML; a value that is not given is the default.
   *
   * @return {@code Unclear} also for values that the parameter does not take
   */
  public static ParameterComparison of(
      RuleParameter parameter, @Nullable Object before, @Nullable Object after) {
    Object old = before == null ? ParameterCheck.byDefault(parameter) : before;
    Object now = after == null ? ParameterCheck.byDefault(parameter) : after;
    if (Objects.equals(old, now)) {
      return No;
    }
    if (parameter.looser() == Looser.MoreOrNone && (isNone(old) || isNone(now))) {
      return isNone(now) && !isNone(old) ? Yes : No;
    }
    return switch (parameter.type()) {
      case Text -> Unclear;
      case Flag ->
          old instanceof Boolean && now instanceof Boolean flag
              ? ordered(parameter, flag ? 1 : -1)
              : Unclear;
      case Decimal, Whole -> {
        BigDecimal from = number(old);
        BigDecimal to = number(now);
        yield from == null || to == null ? Unclear : ordered(parameter, to.compareTo(from));
      }
      case TextList -> lists(parameter, old, now, Set::contains);
      case CountryList ->
          lists(
              parameter,
              old,
              now,
              (among, name) -> Boolean.TRUE.equals(Territory.covers(among, name)));
    };
  }

  private interface Within {
    boolean holds(Set<String> among, String name);
  }

  private static ParameterComparison lists(
      RuleParameter parameter, @Nullable Object before, @Nullable Object after, Within within) {
    if ((before != null && !(before instanceof List<?>))
        || (after != null && !(after instanceof List<?>))) {
      return Unclear;
    }
    Set<String> old = names(before);
    Set<String> now = names(after);
    boolean more = now.stream().anyMatch(name -> !within.holds(old, name));
    boolean less = old.stream().anyMatch(name -> !within.holds(now, name));
    return switch (parameter.looser()) {
      case More, MoreOrNone -> more ? Yes : No;
      case Less -> less ? Yes : No;
      case Unclear -> more || less ? Unclear : No;
    };
  }

  /**
   * @param way above 0 for more, below for less, 0 for the same
   */
  private static ParameterComparison ordered(RuleParameter parameter, int way) {
    return switch (parameter.looser()) {
      case More, MoreOrNone -> way > 0 ? Yes : No;
      case Less -> way < 0 ? Yes : No;
      case Unclear -> way == 0 ? No : Unclear;
    };
  }

  private static boolean isNone(@Nullable Object value) {
    return value == null || (value instanceof Collection<?> list && list.isEmpty());
  }

  private static Set<String> names(@Nullable Object value) {
    Set<String> names = new HashSet<>();
    if (value instanceof List<?> list) {
      list.forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    try {
      return value == null ? null : new BigDecimal(String.valueOf(value));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
