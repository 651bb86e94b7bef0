package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the contract finds named in a descriptor and in views, so that it can be held against what is there. */
class DeclaredTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void theTextsOfAViewAreFoundWhereTheyStandAsTheyAre() {
        assertThat(Declared.textsOfScript("""
                html`<${SyPage} title=${t('year.title')} lead=${ctx.t("year.lead", { year: now })} empty=${t(rows.length === 'x' ? 'year.some' : 'year.none')}>
                ${t(`year.${month}`)} ${t(key)} ${format('no.text')} ${get('no.text-either')}`"""))
                .containsExactly("year.lead", "year.none", "year.some", "year.title");
    }

    @Test
    void permissionsAreFoundInCardsTheirActionsAndRegistersAndInViews() throws IOException {
        assertThat(Declared.permissions(json("""
                {'permissions': [{'id': 'club.unused', 'text': 'permission.unused'}], 'navigation': [{'permission': 'club.read'}],
                 'cards': [{'permission': 'club.card', 'actions': [{'text': 'add', 'permission': 'club.add'}]}], 'registers': [{'read': 'club.see', 'write': 'club.keep'}]}""")))
                .containsExactly("club.add", "club.card", "club.keep", "club.read", "club.see");
        assertThat(Declared.permissionsOfScript("const may = ctx.can('club.write') && can(\"access.audit\", unit) && scan('club.no')")).containsExactly("access.audit", "club.write");
    }
}
