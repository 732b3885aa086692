package cloud.bleu.placement.ownership;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The suppliers of a provider that sit or are controlled outside the European Union, or may, held
 * against a requirement on each of them.
 *
 * @param code of a supplier that fails
 * @param unknown code of one of which it is not known
 */
public record ForeignSuppliers(String code, String unknown) {

  /** The code of a provider that does not say whom it relies on. */
  public static final String NOT_STATED = "SuppliersUnknown";

  /** What is asked of a supplier. */
  @FunctionalInterface
  public interface Requirement {
    /** Whether it holds, null when that is not known. */
    @Nullable Boolean holds(Provider.Supplier supplier);
  }

  /** What it can answer. */
  public List<String> codes() {
    return java.util.stream.Stream.of(code, unknown, NOT_STATED, "ProviderUnknown")
        .sorted()
        .toList();
  }

  /**
   * The verdict on all of them.
   *
   * @param fails key of what {@code suppliers} of {@code provider} that fail do or lack
   * @param doubt key of what is not known of {@code suppliers} of {@code provider}
   * @param field of a supplier that says so, for advice
   * @param holds when all hold
   */
  public Verdict verdict(
      Provider provider,
      Requirement requirement,
      String fails,
      String doubt,
      String field,
      Message holds) {
    List<Provider.Supplier> suppliers = provider.suppliers();
    if (suppliers.isEmpty()) {
      return Verdict.unknown(
          NOT_STATED,
          Origin.Assumed,
          Message.of("supplier.unknown", "provider", provider.name()),
          Message.of("do.stateSuppliers"));
    }
    Origin origin = Origin.Enforced;
    List<String> failing = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    for (Provider.Supplier supplier :
        suppliers.stream().sorted(Comparator.comparing(Provider.Supplier::name)).toList()) {
      origin = origin.weaker(supplier.provenance().basis().origin());
      @Nullable Boolean outside = supplier.outsideEU();
      @Nullable Boolean held = requirement.holds(supplier);
      if (Boolean.FALSE.equals(outside) || Boolean.TRUE.equals(held)) {
        continue;
      }
      (outside != null && held != null ? failing : doubtful).add(supplier.name());
    }
    if (!failing.isEmpty()) {
      return Verdict.reject(
          code,
          origin,
          Message.of(fails, "provider", provider.name(), "suppliers", failing),
          Message.of("do.otherProvider"));
    }
    if (!doubtful.isEmpty()) {
      return Verdict.unknown(
          unknown,
          origin,
          Message.of(doubt, "provider", provider.name(), "suppliers", doubtful),
          Message.of("do.stateSupplier", "field", field));
    }
    return Verdict.pass(origin, holds);
  }
}
