"""Given names that say a person's sex, over the languages the news is full of; unknown names say nothing."""

import re

from .folding import plain_letters

MALE = frozenset(
    "aaron abdel abdul abdullah abraham adam adel adnan ahmad ahmed alan albert alberto aleksandr aleksei alessandro "
    "alexander alexandre alexei alfred ali allan amir anatoly anders andre andreas andrei andres andrew andrzej "
    "antoine anton antonio antony anwar arayik armen arthur artur arturo ashraf asif augusto ban barack bart bashar "
    "benito benjamin bernard bernie bill bob boris brad brendan brian bruce carl carlo carlos cesar chad charles "
    "chris christian christoph christopher chuck clarence claude craig curtis dan daniel dario dave david davit "
    "dennis denzel derek diego dimitri dmitri dmitry dominic dominique don donald douglas dwight ed eduardo edward "
    "edwin ehsan ehud elias elijah elon emil emilio emmanuel enrique eric erik ernest ernesto eugene evan evo farid "
    "felipe felix fernando fidel francesco francis francisco francois frank franklin fred frederick friedrich fyodor "
    "gabriel gagik gary gavin gennady geoffrey george georges georgy gerald gerard gerhard giorgi giovanni giuseppe "
    "glenn goodluck gordon graham greg gregory grigory guillermo gustavo guy hamad hamid hans harold harry harvey "
    "hasan hassan hector heinrich helmut henri henrik henry herbert herman hosni hovik howard hugh hugo hussein ian "
    "ibrahim igor ilham ilya imran isaac ismail ivan jack jacob jacques jair jake jamal james jan jared jason javier "
    "jawaharlal jay jean jeff jeffrey jens jeremy jerome jerry jesse jesus jim jimmy joachim joaquin joe joel johan "
    "johann john johnny jon jonathan jorge jose josef joseph joshua juan jules julian julio jurgen justin karen karl "
    "larry gerry charlie danny benny freddie vince wes hank ernie ronnie teddy "
    "keith ken kenneth kevin khaled khalid kirill klaus kofi konstantin kurt kyle lars laurent lawrence lech lee leo "
    "leon leonard leonid leopold levon lewis liam lionel lloyd louis luca lucas luis luiz luke lula mahmoud manuel "
    "marc marcel marco marcus mariano mario mark martin marvin matt matteo matthew matthias maurice max maxim mehmet "
    "michael michel miguel mihail mike mikhail milan milton mitch mitt mohamed mohammad mohammed muammar muhammad "
    "muhammadu mustafa narendra nathan nawaz neil nelson nicholas nick nicola nicolas nicos nigel nikita nikol nikola "
    "nikolai nikos noah norman oleg oleksandr oliver olusegun omar onik orlando osama oscar otto owen pablo paolo pat "
    "patrick paul pavel pedro per pervez peter petr petro phil philip philippe pierre pieter pyotr qassem rafael "
    "rafiq rahul raila ralph ramon ramzan randy rashid raul ray raymond recep reza ricardo richard rick rob robert "
    "roberto robin rod rodrigo roger roland roman ron ronald ross roy ruben rudolf rudy rupert russell ryan salman "
    "salvador sam sameh samir samuel samvel sanjay saul scott sean sebastian serge sergei sergey sergio serhiy serzh "
    "seth shinzo silvio simon stanislav stanley stefan stephane stephen steve steven stuart syed sylvain tamim taras "
    "tariq ted terrence terry thabo theodore thomas tigran tim timothy tiran toby todd tom tomas tommy tony trevor "
    "tyler uhuru valery vasily vazgen vicente victor viktor vincent vitaly vladimir volodymyr walid walter warren "
    "wayne werner wilhelm will william winston wolfgang xavier yahya yair yasser yitzhak yoweri yuri yusuf yves "
    "zachary zaven zbigniew ziad zoran".split()
)
FEMALE = frozenset(
    "abigail ada adele agnes aisha alejandra alexandra alexis alice alicia alison allison amanda amber amelia amina "
    "amy ana anastasia andrea angela angelina anita ann anna anne annette annie antonia april ariana ashley astrid "
    "aung barbara beatrice becky benazir bernadette beth betsy betty beverly bonnie brenda bridget brigitte brittany "
    "camilla carla carmen carol caroline carolyn catherine cathy cecilia celine charlotte chelsea cheryl christiane "
    "christina christine cindy claire clara claudia condoleezza connie corazon courtney cristina cynthia dana "
    "danielle dawn debbie deborah debra denise diana diane dilma dolores donna dora doris dorothy ebony edith eileen "
    "elaine eleanor elena elisabeth elise eliza elizabeth ella ellen elsa emily emma erica erika erin esther ethel "
    "eva eve evelyn fatima fiona florence frances francoise gabriela gabrielle gail georgia geraldine gertrude gina "
    "giorgia gisele glenda gloria golda grace greta hailey hanna hannah harriet heather heidi helen helena helene "
    "hilary hillary huma indira inga ingrid irena irene irina isabel isabella ivana ivanka jacinda jackie jacqueline "
    "jane janet janice jasmine jeanne jen jennifer jenny jessica jill joan joanna joanne josephine joyce juanita "
    "judith judy julia juliana julie june kaitlin karen karin karla kate katherine kathleen kathryn kathy katie "
    "katrin kayla kelly kellyanne kendra kerry kimberly kirsten kristen kristin kristina laura lauren leah leila "
    "leyla liane lilian lillian lily linda lindsay lindsey lisa liz lois lorena loretta lorraine louise lucia lucy "
    "ludmila luisa lydia lynn madeleine madison magdalena malala mara marcia margaret margarita margrethe maria "
    "mariam mariana marie marilyn marina marine marion marjorie marla marta martha mary maryam maureen maya megan "
    "megyn melania melanie melissa mercedes meredith mia michaela michele michelle mildred miriam molly monica nadia "
    "nadine nancy naomi natalia natalie natasha nicole nina nora norma oksana olga olivia pamela patricia patty paula "
    "pauline peggy penelope penny phyllis priscilla rachel rebecca regina renee rita roberta rosa rosalind rose "
    "rosemary ruth sabrina sally samantha sandra sara sarah shannon sharon sheila shelley sheryl shirley simone sofia "
    "sonia sophia sophie stella stephanie sue susan suzanne svetlana sylvia sylvie tamara tanya tara tatiana tatyana "
    "teresa theresa tiffany tina tracy tricia ursula valentina valerie vanessa vera veronica vicky victoria viktoria "
    "violet virginia viviane wanda wendy whitney yelena yingluck yolanda yulia yvonne zahra zainab zoe".split()
)
# Slavic surnames and patronymics are inflected for sex.
WOMANS_ENDING = re.compile(r"(?:[oe]va|[oe]vna|ichna|skaya|skaia|dottir)$")
MANS_ENDING = re.compile(r"(?:[oe]vich|[oe]vych)$")


def is_given(word: str) -> bool:
    return plain_letters(word) in MALE or plain_letters(word) in FEMALE


def sex_of(name: str) -> str:
    """The sex, "m" or "f", by a full name's given name, patronymic or surname; "" where they say nothing."""
    words = [plain_letters(word) for word in name.split()]
    if len(words) < 2:
        return ""
    if words[0] in MALE or any(MANS_ENDING.search(word) for word in words[1:]):
        return "" if words[0] in FEMALE else "m"
    if words[0] in FEMALE or any(WOMANS_ENDING.search(word) for word in words[1:]):
        return "f"
    return ""
