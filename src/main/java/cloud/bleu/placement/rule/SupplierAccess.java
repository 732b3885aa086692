package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.ownership.ForeignSuppliers;
import java.util.List;

/**
 * No supplier that sits or is controlled outside the European Union has technical means to obtain
 * data of customers or technical data (SecNumCloud 19.6.c). The text forbids the access, not the
 * technology.
 */
public record SupplierAccess() implements ProviderRule {

  private static final ForeignSuppliers SUPPLIERS =
      new ForeignSuppliers("SupplierHasAccess", "SupplierAccessUnknown");

  private static final Declaration DECLARATION =
      new Declaration(
              "supplier-access",
              "No supplier from outside the European Union has technical means to obtain data.",
              List.of(),
              List.of("19.6.c"),
              SUPPLIERS.codes())
          .reading("CloudProvider.spec.suppliers");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    return SUPPLIERS.verdict(
        provider,
        supplier -> supplier.technicalAccess() == null ? null : !supplier.technicalAccess(),
        "access.stated",
        "access.unknown",
        "technicalAccess",
        Message.of("access.none", "provider", provider.name()));
  }
}
